/** Addresses of scripts, where the policy of the page asks for Trusted Types. */

let policy: ScriptPolicy | undefined;

/**
 * The address as workers and service workers are made from it: the one place where a text becomes the address of code. Throws a
 * TypeError for any that is not of the page's own origin.
 */
export function scriptAddress(address: string): string {
  const rules = { createScriptURL: ofThisOrigin };
  policy ??= typeof trustedTypes === "undefined" ? rules : trustedTypes.createPolicy("lab", rules);
  return policy.createScriptURL(address);
}

function ofThisOrigin(address: string): string {
  if (new URL(address, location.href).origin !== location.origin)
    throw new TypeError(`${address} is no script of this page`);
  return address;
}
