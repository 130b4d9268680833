/** The Region this function runs in; Lambda sets it. Listings and findings are read there, because a listing names no resource to follow. */
export function home(): { region: string } {
  const region = process.env.AWS_REGION;
  if (!region) throw new Error('AWS_REGION is not set: there is no Region to read from.');
  return { region };
}
