/** Reading and writing files; the only package, with its subpackages, that uses Jackson. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.io;
