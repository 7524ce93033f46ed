// Which addresses the outside begins at: everything that is not plainly public is ours, or nobody's, to protect.
import ipaddr from 'ipaddr.js';

/** `unusable` is harmless but leads nowhere for us: a public IPv4 address in the wrapping of a NAT64 network. */
export type AddressKind = 'public' | 'internal' | 'unusable';

// Azure answers its machines' secrets here, from an address that looks public.
const METADATA_ADDRESSES: ReadonlySet<string> = new Set(['168.63.129.16']);

// The only block that IANA has given out for the public Internet; every other IPv6 address is special.
const GLOBAL_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

export function kindOfAddress(address: string): AddressKind {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return 'internal';
  const parsed = ipaddr.parse(bare);
  if (parsed instanceof ipaddr.IPv6 && parsed.range() === 'rfc6052') {
    return isPublic(lastFourBytes(parsed)) ? 'unusable' : 'internal';
  }
  return isPublic(ipaddr.process(bare)) ? 'public' : 'internal';
}

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false;
  if (address instanceof ipaddr.IPv6) return address.match(GLOBAL_V6);
  return !METADATA_ADDRESSES.has(address.toString());
}

function lastFourBytes(address: ipaddr.IPv6): ipaddr.IPv4 {
  return new ipaddr.IPv4(address.toByteArray().slice(-4));
}
