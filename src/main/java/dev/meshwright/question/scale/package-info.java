/** What hardware a throughput target needs: the smallest cluster, or the proof that none will do. */
@org.jspecify.annotations.NullMarked
package dev.meshwright.question.scale;
