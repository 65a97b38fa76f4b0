/** The package's own types describe another export than it has. */
declare module 'robots-parser/Robots.js' {
  export default class RobotsTxt {
    constructor(url: string, contents: string);
    /** @returns undefined for an address of another origin */
    isAllowed(url: string, userAgent: string): boolean | undefined;
    /** @returns seconds */
    getCrawlDelay(userAgent: string): number | undefined;
  }
}
