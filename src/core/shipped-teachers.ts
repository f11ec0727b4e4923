/** The trained teachers in `public/teachers`: made by `npm run lab` from the recipe beside each, which also has its accuracy. */
import type { ShippedTeacher } from "./experiment.ts";

/** A ResNet-14 of width 8 that learnt from the first 10,000 images of Fashion-MNIST. */
export const fashionResnet14: ShippedTeacher = {
  kind: "shipped",
  name: "fashion-resnet14-w8",
  sha256: "41bdf35b766cd682ee2c7e765fd3e195784de76c66825af004c61c0b93b3ecae",
  network: { kind: "resnet", depth: 14, width: 8 },
};

export const shippedTeachers: readonly ShippedTeacher[] = [fashionResnet14];
