/** Addresses of scripts, where the policy of the page asks for Trusted Types. */

interface ScriptPolicy {
  createScriptURL(address: string): string;
}

/** As much of a page's or a worker's global scope as is used. */
export interface ScriptScope {
  readonly location: { readonly href: string; readonly origin: string };
  /** Of browsers that have them. */
  readonly trustedTypes?: { createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy };
}

/** A policy may be made once in a scope. */
const policies = new WeakMap<ScriptScope, ScriptPolicy>();

/**
 * The address as workers and service workers are made from it: the one place where a text becomes the address of code. Throws a
 * TypeError for any that is not of the scope's own origin.
 */
export function scriptAddress(address: string, scope: ScriptScope): string {
  let policy = policies.get(scope);
  if (!policy) {
    const rules = { createScriptURL: (wanted: string) => ofOrigin(scope.location, wanted) };
    policy = scope.trustedTypes?.createPolicy("lab", rules) ?? rules;
    policies.set(scope, policy);
  }
  return policy.createScriptURL(address);
}

function ofOrigin({ href, origin }: ScriptScope["location"], address: string): string {
  if (new URL(address, href).origin !== origin) throw new TypeError(`${address} is no script of this page`);
  return address;
}
