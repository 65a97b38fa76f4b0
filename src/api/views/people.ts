import { z } from 'zod';
import { ROLES } from '../../domain/work.js';
import { id, time } from './scalars.js';

export const UserView = z.object({ id, name: z.string(), email: z.string(), role: z.enum(ROLES) });
export const UserList = z.object({ items: z.array(UserView) });
export const UserCreate = z.strictObject({
  name: z.string().trim().min(1).max(100),
  email: z.email().max(200).toLowerCase(),
  role: z.enum(ROLES),
});
export const UserCreated = UserView.extend({
  signInLink: z.string().describe('works once; shown once'),
});
export const SignIn = z.strictObject({ token: z.string().min(20).max(200) });
export const SessionView = z.object({ user: UserView, version: z.string() });
export const TokenView = z.object({
  id,
  name: z.string(),
  createdAt: time,
  lastUsedAt: time.nullable(),
});
export const TokenList = z.object({ items: z.array(TokenView) });
export const TokenCreate = z.strictObject({ name: z.string().trim().min(1).max(100) });
export const TokenCreated = TokenView.extend({ token: z.string().describe('shown once') });
