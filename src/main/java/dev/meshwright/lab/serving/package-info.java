/**
 * Deployments that serve requests: a row becomes a case, the engine's settings and age become its constants, the cost
 * model says what requests wait for.
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.lab.serving;
