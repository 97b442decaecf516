package dev.meshwright.question.audit.fact;

import dev.meshwright.base.derivation.Formula;
import java.util.Set;

/**
 * How a quantity follows from others.
 *
 * @param quantity that follows
 * @param formula over other quantities
 * @param source why
 * @param premisedOnly whether it is too coarse for what the cost model can say, and serves only to follow a document's
 *     own argument
 * @param works phases of work in which it holds: an output rate is no reading rate
 */
record Rule(String quantity, Formula formula, String source, boolean premisedOnly, Set<Work> works) {}
