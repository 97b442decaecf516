package dev.meshwright.cost.pool;

/**
 * The cache of one request on the GPUs that hold it: all tensor ranks of all stages of an attention copy.
 *
 * @param bytes on all of them together; tensor ranks beyond the heads of the cache hold copies, which count
 * @param largestShare of them on the GPU that holds most
 */
public record HeldCache(double bytes, double largestShare) {

    /**
     * The cache of stages that each spread theirs over equal ranks.
     *
     * @param bytesOfStage on one rank of each stage
     * @param ranks of a stage
     */
    public static HeldCache of(double[] bytesOfStage, int ranks) {
        double sum = 0;
        double largest = 0;
        for (double bytes : bytesOfStage) {
            sum += ranks * bytes;
            largest = Math.max(largest, bytes);
        }
        return new HeldCache(sum, sum == 0 ? 0 : largest / sum);
    }
}
