/** Reading and writing files; the only package that knows Jackson. */
@NullMarked
package dev.meshwright.io;

import org.jspecify.annotations.NullMarked;
