/** Text for people. Arranges what {@code explain} found; computes nothing but columns and bars. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.answer.text;
