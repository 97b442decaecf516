package dev.meshwright.cli.terminal;

/** What the process returns. */
public enum ExitCode {
    /** Everything is fine. */
    FINE(0),
    /** A bug of this program. */
    INTERNAL_ERROR(1),
    /** Unknown options, missing arguments. */
    WRONG_USAGE(2),
    /** A file that cannot be used. */
    INVALID_INPUT(3),
    /** No layout is feasible, or the checked plan breaks a hard constraint. */
    INFEASIBLE(4),
    /** The plan is feasible but misses a target, or a claim about it is refuted. */
    MISSED(5),
    /** The time limit came before there was any answer; after Ctrl-C or an end that the system asks for it is 130. */
    NO_ANSWER_YET(6),
    /** There is an answer, but standard output did not take it: the disk is full, or nobody read on. */
    OUTPUT_LOST(7);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The code of a layout, by whether it is feasible and whether it meets everything that was asked or claimed. */
    public static ExitCode of(boolean feasible, boolean meets) {
        return !feasible ? INFEASIBLE : meets ? FINE : MISSED;
    }

    /** The number. */
    public int code() {
        return code;
    }
}
