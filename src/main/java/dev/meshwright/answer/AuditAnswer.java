package dev.meshwright.answer;

import dev.meshwright.answer.explain.judgement.Assessment;
import dev.meshwright.question.audit.Audit;
import dev.meshwright.question.check.CheckedPlan;
import java.util.Optional;

/**
 * Which claims of a plan hold.
 *
 * @param plan completed, with the constraints that it breaks
 * @param assessment of the layout; empty where its parts do not fit together
 * @param audit of the claims
 */
public record AuditAnswer(CheckedPlan plan, Optional<Assessment> assessment, Audit audit) {}
