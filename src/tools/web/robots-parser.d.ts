// Its own types say that it is an ES module, which it is not.
declare module 'robots-parser' {
  interface Rules {
    isAllowed(url: string, agent?: string): boolean | undefined;
    getCrawlDelay(agent?: string): number | undefined;
  }
  export default function robotsParser(url: string, contents: string): Rules;
}
