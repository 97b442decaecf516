package dev.meshwright.layout.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meshwright.layout.Stage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Drafts of plans keep what they are told. */
class PlanDraftTest {

    private static final Claim FIRST = new Claim("throughput.system", "5 tokens/s", "");
    private static final Claim SECOND = new Claim("gpus", "8", "");

    @Test
    void moreClaimsLeaveTheRestAsItWas() {
        DegreesDraft degrees =
                new DegreesDraft(Map.of(DegreeName.PIPELINE, 2), Optional.empty(), DegreesDraft.Form.FIELDS);
        assertThat(draft(degrees, List.of(FIRST)).withClaims(List.of(SECOND)))
                .isEqualTo(draft(degrees, List.of(FIRST, SECOND)));
    }

    private static PlanDraft draft(DegreesDraft degrees, List<Claim> claims) {
        return new PlanDraft(
                Optional.of("name"),
                Optional.of("digest"),
                degrees,
                Optional.of(List.of(new Stage(0, 3), new Stage(4, 7))),
                Optional.of(List.of(List.of(List.of(0, 1)))),
                Optional.of(List.of(List.of(new PlanDraft.Place(0, 0)))),
                OptionalInt.of(1),
                claims);
    }
}
