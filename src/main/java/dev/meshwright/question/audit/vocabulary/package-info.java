/**
 * What people call the quantities of the audit: whose a quantity is, what is counted, and its other names.
 *
 * <p>{@link dev.meshwright.question.audit.vocabulary.Vocabulary} finds quantities by words and says what an unknown name may mean.
 */
@org.jspecify.annotations.NullMarked
package dev.meshwright.question.audit.vocabulary;
