/** Texts, constants and small tables that come with the program; what is wrong with one names its file and its key or line. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.base.resource;
