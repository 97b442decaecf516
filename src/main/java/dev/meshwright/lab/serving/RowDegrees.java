package dev.meshwright.lab.serving;

import dev.meshwright.lab.row.StatedLayout;
import dev.meshwright.lab.row.UnpredictableRowException;

/**
 * How a measured deployment was split.
 *
 * @param tensor tensor-parallel degree of attention
 * @param data attention copies
 * @param expert expert-parallel degree
 * @param expertTensor tensor-parallel degree inside experts
 * @param pipeline stages
 */
public record RowDegrees(int tensor, int data, int expert, int expertTensor, int pipeline) {

    /**
     * GPUs of the deployment.
     *
     * @throws UnpredictableRowException if no cluster has as many
     */
    public int gpus() {
        return StatedLayout.gpus(tensor, data, pipeline);
    }

    /** In short, such as {@code TP4 DP1 EP4 ETP1 PP1}. */
    String label() {
        return "TP" + tensor + " DP" + data + " EP" + expert + " ETP" + expertTensor + " PP" + pipeline;
    }
}
