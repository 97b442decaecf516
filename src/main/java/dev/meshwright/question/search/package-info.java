/** The layout space, walked best first by the optimistic bound until nothing left can beat the best complete layout. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.question.search;
