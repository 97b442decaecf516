package dev.meshwright.validation.row;

/**
 * What a measured row is filed under in error tables; each name on one line.
 *
 * @param id of the row, as its file names it
 * @param model as the row names it
 * @param gpu as the row names it
 * @param engine inference engine or training framework
 * @param phase such as {@code serving}, {@code training}, {@code prefill}, {@code decode}
 * @param layout degrees in short, such as {@code TP4 DP1 EP4 ETP1 PP1}
 */
public record RowLabels(String id, String model, String gpu, String engine, String phase, String layout) {

    public RowLabels {
        id = CellText.line(id);
        model = CellText.line(model);
        gpu = CellText.line(gpu);
        engine = CellText.line(engine);
        layout = CellText.line(layout);
    }
}
