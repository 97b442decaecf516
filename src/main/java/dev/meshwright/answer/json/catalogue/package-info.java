/** What the catalogues list as plain data in base units. */
@NullMarked
package dev.meshwright.answer.json.catalogue;

import org.jspecify.annotations.NullMarked;
