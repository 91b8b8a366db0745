/**
 * Lays the items of a clustering out in two dimensions, for people to look at.
 *
 * <p>Entry type: {@link dev.sluice.project.ProjectStep}. Invariant: a map is made once per
 * clustering and settings, is the same for a seed, and says item by item how far to trust it. Pays
 * nothing.
 */
package dev.sluice.project;
