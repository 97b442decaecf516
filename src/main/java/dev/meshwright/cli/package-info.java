/** The commands: options to requests, answers to standard output, talk to standard error. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.cli;
