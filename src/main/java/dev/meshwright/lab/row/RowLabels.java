package dev.meshwright.lab.row;

import dev.meshwright.cost.uncertainty.Phase;

/**
 * What a measured row is filed under in error tables; each name on one line, cut where it is enormous.
 *
 * @param id of the row, as its file names it
 * @param model as the row names it
 * @param gpu as the row names it
 * @param engine inference engine or training framework
 * @param phase what ran
 * @param layout degrees in short, such as {@code TP4 DP1 EP4 ETP1 PP1}
 */
public record RowLabels(String id, String model, String gpu, String engine, Phase phase, String layout) {

    public RowLabels {
        id = CellText.line(id);
        model = CellText.shown(model);
        gpu = CellText.shown(gpu);
        engine = CellText.shown(engine);
        layout = CellText.shown(layout);
    }
}
