package dev.meshwright;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.meshwright.cost.CostModel;
import dev.meshwright.cost.efficiency.TrainingConstants;
import dev.meshwright.cost.engine.Calibration;
import dev.meshwright.cost.engine.EfficiencySource;
import dev.meshwright.cost.engine.EngineConstants;
import dev.meshwright.cost.engine.Question;
import dev.meshwright.facts.problem.Problem;
import dev.meshwright.lab.row.Catalogues;
import dev.meshwright.workbench.Workbench;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Request, workbench, answer, rendering: who may do which part. */
@Tag("slow")
class ApplicationLayerTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.meshwright");

    @Test
    void renderingsCallNoCostModel() {
        assertThat(CLASSES.stream().filter(type -> type.getPackageName()
                        .matches("dev\\.meshwright\\.answer\\.(text|json|picture).*")))
                .as("renderings that this speaks of")
                .hasSizeGreaterThan(20);
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.meshwright.answer",
                        "dev.meshwright.answer.text..",
                        "dev.meshwright.answer.json..",
                        "dev.meshwright.answer.picture..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(CostModel.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Question.class)
                .check(CLASSES);
    }

    @Test
    void questionsAreMadeAtTwoDoors() {
        assertThat(CLASSES.get(Workbench.class).getMethodCallsFromSelf())
                .as("the call that this speaks of")
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Calibration.class)
                        && call.getName().equals("question"));
        noClasses()
                .that()
                .doNotBelongToAnyOf(Workbench.class, Catalogues.class)
                .should()
                .callMethod(Calibration.class, "question", Problem.class, EfficiencySource.class)
                .check(CLASSES);
    }

    @Test
    void theCostModelIsAskedByQuestionsAlone() {
        assertThat(Arrays.stream(CostModel.class.getConstructors()).map(Constructor::getParameterTypes))
                .containsExactlyInAnyOrder(
                        new Class<?>[] {Question.class},
                        new Class<?>[] {Question.class, TrainingConstants.class},
                        new Class<?>[] {Question.class, EngineConstants.class});
    }

    @Test
    void theWorkbenchKeepsNothingStaticThatChanges() {
        assertThat(CLASSES.stream().filter(type -> type.getPackageName().equals("dev.meshwright.workbench")))
                .hasSizeGreaterThan(8);
        fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage("dev.meshwright.workbench..")
                .should()
                .beFinal()
                .check(CLASSES);
    }

    @Test
    void requestsAndAnswersAreRecords() {
        List<String> suffixes = List.of("Request", "Answer");
        assertThat(CLASSES.stream().filter(type -> suffixes.stream().anyMatch(type.getSimpleName()::endsWith)))
                .hasSizeGreaterThan(6);
        classes()
                .that()
                .resideInAnyPackage("dev.meshwright.workbench", "dev.meshwright.answer")
                .and()
                .haveNameMatching(".*(Request|Answer)")
                .and()
                .areNotInterfaces()
                .should()
                .beRecords()
                .check(CLASSES);
    }
}
