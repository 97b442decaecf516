package dev.meshwright.lab.row;

/** Why a measured row cannot be predicted; the message is the reason as the predictions file gives it. */
public final class UnpredictableRowException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * @param reason one phrase, such as {@code unknown GPU a10}; shown on one line, cut where it is very long
     */
    public UnpredictableRowException(String reason) {
        super(CellText.shown(reason));
    }
}
