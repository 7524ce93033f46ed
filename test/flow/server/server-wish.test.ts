// What people want of servers of tools is read from their plain words, and from nothing that is about more than that.
import { expect, test } from 'vitest';
import { serverWishIn } from '../../../src/flow/server/server-wish.ts';

const linear = { kind: 'connect', url: 'https://mcp.linear.app/mcp', name: 'linear' };
const reads = { kind: 'effect', name: 'linear', tools: ['list_issues'], effect: 'read' };

test.each([
  ['<@U0LONGHAND> connect the MCP server https://mcp.linear.app/mcp as linear', linear],
  ['<@U0LONGHAND> connect the MCP server <https://mcp.linear.app/mcp> as linear', linear],
  ['Please add <https://mcp.linear.app/mcp|mcp.linear.app/mcp> as "linear".', linear],
  ['connect to the MCP server at https://mcp.linear.app/mcp', linear],
  ['connect https://mcp.linear.app/mcp.', linear],
  ['<@U0LONGHAND> 连接 MCP 服务器 https://mcp.linear.app/mcp 名为 linear', linear],
  ['请把 MCP 服务器 https://mcp.linear.app/mcp 接入，叫 linear。', linear],
  ['连接MCP服务器https://mcp.linear.app/mcp，名为linear', linear],
  [
    'connect the MCP server https://api.githubcopilot.com/mcp/',
    { kind: 'connect', url: 'https://api.githubcopilot.com/mcp/', name: 'githubcopilot' },
  ],
  [
    'connect the MCP server `npx -y @notionhq/notion-mcp-server` as notion',
    { kind: 'connect-otherwise', how: 'program' },
  ],
  ['连接 MCP 服务器，命令 uvx mcp-server-git', { kind: 'connect-otherwise', how: 'program' }],
  ['connect the MCP server linear', { kind: 'connect-otherwise', how: 'no-address' }],
  [
    'connect the MCP server https://a.example/mcp as a with the token abc123',
    { kind: 'connect-otherwise', how: 'key' },
  ],
  [
    'connect the MCP server https://a.example/mcp?api_key=abc as a',
    { kind: 'connect-otherwise', how: 'key' },
  ],
  ['disconnect linear', { kind: 'disconnect', name: 'linear', isSure: false }],
  ['<@U0LONGHAND> disconnect the MCP server linear.', { kind: 'disconnect', name: 'linear', isSure: true }],
  ['断开 linear', { kind: 'disconnect', name: 'linear', isSure: false }],
  ['断开 linear 的连接', { kind: 'disconnect', name: 'linear', isSure: true }],
  ['which MCP servers are connected?', { kind: 'list' }],
  ['list the MCP servers', { kind: 'list' }],
  ['<@U0LONGHAND> 这里连接了哪些 MCP 服务器？', { kind: 'list' }],
  ['linear list_issues only reads', reads],
  ['let linear list_issues count as read-only', reads],
  ['set linear’s list_issues to read', reads],
  ['把 linear 的 list_issues 设为只读', reads],
  [
    'linear list_issues, get_issue and find.tickets only read',
    { ...reads, tools: ['list_issues', 'get_issue', 'find.tickets'] },
  ],
  ['把 linear 的 create_issue 设为可撤回', { ...reads, tools: ['create_issue'], effect: 'reversible' }],
  ['set linear list_issues to outside', { ...reads, effect: 'outside' }],
])('%s', (text, wish) => {
  expect(serverWishIn(text)).toEqual(wish);
});

test.each([
  'connect the MCP server https://mcp.linear.app/mcp as linear and list my issues',
  'add the MCP server that we talked about to the comparison',
  'add the token field to the MCP table',
  'connect the two halves of the report',
  'list the servers that were down last week',
  'what is an MCP server?',
  'disconnect the old printer from the network and tell Maya',
  '把报价表里的 MCP 服务器价格加起来',
  'set up a meeting with Kenji',
])('%s is a goal like any other', (text) => {
  expect(serverWishIn(text)).toBeUndefined();
});
