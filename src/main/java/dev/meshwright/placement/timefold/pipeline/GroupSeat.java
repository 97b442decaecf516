package dev.meshwright.placement.timefold.pipeline;

import ai.timefold.solver.core.api.domain.common.PlanningId;
import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import dev.meshwright.placement.pipeline.DeviceGroup;

/** A planning entity: one tensor group of one stage of one replica, and the device group that it sits on. */
@PlanningEntity
public class GroupSeat {
    static final String DEVICE = "device";

    @PlanningId
    private int index;

    private int replica;
    private int stage;
    private int group;

    // Never null once a solver sees it: searches start from a complete placement.
    @PlanningVariable
    private PlacedDevice device = new PlacedDevice(0, new DeviceGroup(0, 0, 1, 0));

    /** For the solver's clones. */
    public GroupSeat() {}

    GroupSeat(int index, int replica, int stage, int group, PlacedDevice device) {
        this.index = index;
        this.replica = replica;
        this.stage = stage;
        this.group = group;
        this.device = device;
    }

    public int getIndex() {
        return index;
    }

    public int getReplica() {
        return replica;
    }

    public int getStage() {
        return stage;
    }

    /** The group's place within its stage. */
    public int getGroup() {
        return group;
    }

    public PlacedDevice getDevice() {
        return device;
    }

    public void setDevice(PlacedDevice device) {
        this.device = device;
    }

    @Override
    public String toString() {
        return "seat " + index;
    }
}
