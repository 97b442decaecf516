/**
 * What people call the quantities of the audit: whose a quantity is, what is counted, and its other names.
 *
 * <p>Door: {@link dev.meshwright.question.audit.vocabulary.Vocabulary} finds quantities by words and says what an unknown name
 * may mean. Used by {@code question.audit.drafting}, {@code io.plan}, {@code workbench} and {@code cli}. The names stand in {@code
 * audit/vocabulary.properties}; what a quantity measures, and in which dimension, is the catalogue's to say.
 *
 * <pre>{@code
 * String maybe = Vocabulary.standard().maybe("ITL");
 * }</pre>
 */
@NullMarked
package dev.meshwright.question.audit.vocabulary;

import org.jspecify.annotations.NullMarked;
