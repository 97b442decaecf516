/** The plan as pure data: degrees, stages, expert slots and devices, and the rules that make it valid. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.layout;
