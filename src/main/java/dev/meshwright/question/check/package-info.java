/** Plans that somebody else wrote: what is missing is filled in, then they are judged like any other layout. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.question.check;
