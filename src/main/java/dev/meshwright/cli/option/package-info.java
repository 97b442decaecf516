/** Options that commands share, and what turns their words into values. Used by commands alone; all of it is picocli's. */
@NullMarked
package dev.meshwright.cli.option;

import org.jspecify.annotations.NullMarked;
