package dev.meshwright.lab.error;

import dev.meshwright.cost.uncertainty.Phase;
import dev.meshwright.lab.row.Outcome;
import dev.meshwright.lab.row.RowLabels;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The rows that fits of constants used, and those that no fit has seen. A fit may use rows of which the SHA-256 of the id, read
 * as a number, is even; those that one used are listed ({@link FittedRows}).
 */
public enum Half {
    /** Fits used these rows. */
    FITTED("rows that fits used"),
    /** No fit has seen these rows. */
    HELD_OUT("other rows");

    private static final int DIGITS = 64;

    private static final int HEXADECIMAL = 16;

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

    /** The half of a row. */
    public static Half of(RowLabels labels) {
        return !neverFitted(labels.phase()) && FittedRows.contains(labels.id()) ? FITTED : HELD_OUT;
    }

    /** Those of {@code outcomes} that are of this half. */
    public List<Outcome> of(List<Outcome> outcomes) {
        return outcomes.stream().filter(outcome -> of(outcome.labels()) == this).toList();
    }

    /** Whether a fit may use the row called {@code id}. */
    public static boolean even(String id) {
        return Character.digit(digest(id).charAt(DIGITS - 1), HEXADECIMAL) % 2 == 0;
    }

    /** SHA-256 of {@code id} in hexadecimal digits. */
    static String digest(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }
}
