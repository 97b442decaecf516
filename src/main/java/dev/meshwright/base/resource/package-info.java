/**
 * Texts, constants and small tables that come with the program; what is wrong with one names its file and its key or
 * line.
 *
 * <p>Doors: {@link dev.meshwright.base.resource.NamedConstants} for {@code name = number}, {@link
 * dev.meshwright.base.resource.ResourceTable} for comma-separated facts, {@link
 * dev.meshwright.base.resource.ResourceProperties} and {@link dev.meshwright.base.resource.ResourceText} for the
 * rest. For every room whose constants are data; files of users are read by {@code io}. The unit of a number is what
 * its file states. A fault is one of the program and ends it.
 *
 * <pre>{@code
 * NamedConstants.read("/dev/meshwright/efficiency/engines.properties").names();
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.base.resource;
