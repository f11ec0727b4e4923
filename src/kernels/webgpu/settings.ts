/** The WGSL of what steps tell their dispatches. */

/** Of the binding "settings". */
export const settingsText = "struct Settings { rate: f32, momentum: f32, decay: f32, row: u32 }";
