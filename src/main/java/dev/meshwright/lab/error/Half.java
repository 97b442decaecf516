package dev.meshwright.lab.error;

import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.RowLabels;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The half of the rows that fits of constants may use, and the half that they never see: by the parity of the SHA-256 of
 * the row's id, read as a number.
 */
public enum Half {
    /** Even: fits use these rows. */
    FITTED("half that fits used"),
    /** Odd: no fit has seen these rows. */
    HELD_OUT("other half");

    private final String words;

    Half(String words) {
        this.words = words;
    }

    /** Name in tables. */
    public String words() {
        return words;
    }

    /** Phases whose measurements fits use; the others are test alone. */
    private static final Set<Phase> FITTED_PHASES = Collections.unmodifiableSet(
            EnumSet.of(Phase.SERVING, Phase.TRAINING, Phase.TRAINING_PARTLY_STATED, Phase.TRAINING_CUT_MODELS));

    /** Whether no fit uses any row of {@code phase}. */
    public static boolean neverFitted(Phase phase) {
        return !FITTED_PHASES.contains(phase);
    }

    /** The half of a row: rows of phases that no fit uses are all held out. */
    public static Half of(RowLabels labels) {
        return neverFitted(labels.phase()) ? HELD_OUT : of(labels.id());
    }

    /** Those of {@code outcomes} that are of this half. */
    public List<Outcome> of(List<Outcome> outcomes) {
        return outcomes.stream().filter(outcome -> of(outcome.labels()) == this).toList();
    }

    /** The half of the row called {@code id}. */
    public static Half of(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return digest[digest.length - 1] % 2 == 0 ? FITTED : HELD_OUT;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
