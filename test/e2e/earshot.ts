import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Role } from '../../src/domain/work.js';
import { SignInStore } from '../../src/store/access/sign-in.store.js';
import type { UserEntity } from '../../src/store/entities/user.entity.js';
import { startApi, type TestApi } from '../support/api.js';
import { buildWeb, openBrowser } from './browser.js';

export interface Earshot extends TestApi {
  /** A page that nobody is signed in to. */
  visit(path: string, options?: BrowserContextOptions): Promise<Page>;
  /** The same for someone with this role, who came by a sign-in link. */
  enter(path: string, options?: BrowserContextOptions & { role?: Role }): Promise<Page>;
  /** A new sign-in link for someone with this role. */
  link(role: Role): Promise<{ user: UserEntity; path: string }>;
}

/** The whole of it for the calling test file: real database, real API, real browser. */
export async function startEarshot(): Promise<Earshot> {
  const api = await startApi({ webFolder: buildWeb() });
  const browser = await openBrowser();
  const visit: Earshot['visit'] = async (path, options) => {
    const page = await browser.page(options);
    await page.goto(api.url + path);
    return page;
  };
  const link: Earshot['link'] = async (role) => {
    const user = await api.make.user({ role, name: `Ann the ${role}` });
    const token = await new SignInStore(api.database).makeLink(user.id, 1);
    return { user, path: `/sign-in#token=${token}` };
  };
  const enter: Earshot['enter'] = async (path, { role = 'community-manager', ...options } = {}) => {
    const { path: signIn } = await link(role);
    const page = await visit(signIn, options);
    await page.waitForURL('**/inbox');
    if (path !== '/inbox') await page.goto(api.url + path);
    return page;
  };
  return Object.assign(api, { visit, link, enter });
}
