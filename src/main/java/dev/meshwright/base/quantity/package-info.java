/** Numbers with units as people write them: dimensions, the table of units, and near names for what is misspelt. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.base.quantity;
