package io.eventfork.runtime;

import io.eventfork.provisioning.Plan;
import io.eventfork.provisioning.ProvisioningException;
import io.eventfork.runtime.routes.ResourcesRefusedException;
import io.eventfork.runtime.routes.RouteSource;
import java.io.IOException;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;

/** Creates, without running the application, what its route files declare. */
public final class Provisioning {

    /**
     * What was found or made, a line a resource.
     *
     * @param satisfied whether everything now is as declared
     */
    public record Outcome(List<String> lines, boolean satisfied) {}

    private Provisioning() {}

    /**
     * Compares what is declared with the cloud, and creates what is missing unless it is a dry run.
     *
     * @throws StartException if a declaration is wrong or the cloud refuses
     */
    public static Outcome run(Settings settings, boolean dryRun) {
        requireCloud(settings, "provision");
        RouteSource source = Sources.of(settings);
        try (AwsClients clients = new AwsClients(settings)) {
            DeclaredResources resources =
                    new DeclaredResources(
                            settings, clients, clients.sts().getCallerIdentity().account());
            Plan plan = resources.plan(source.resources());
            if (!dryRun) {
                plan = resources.create(plan);
            }
            return new Outcome(plan.lines(), plan.isSatisfied());
        } catch (ResourcesRefusedException e) {
            throw new StartException(e.file() + ":" + e.line() + ": " + e.getMessage(), e);
        } catch (ProvisioningException | IOException e) {
            throw new StartException(e.getMessage(), e);
        } catch (SdkException e) {
            throw unusable(settings, e);
        }
    }

    /** Refuses to go on if no cloud is named but the embedded one. */
    static void requireCloud(Settings settings, String verb) {
        if (CloudSettings.isEmbedded(settings)) {
            throw new StartException(
                    "Say which cloud to %s: --endpoint URL or --cloud aws; the embedded cloud provisions itself."
                            .formatted(verb));
        }
    }

    static StartException unusable(Settings settings, SdkException cause) {
        return new StartException(
                "Cannot use the cloud at %s: %s"
                        .formatted(
                                settings.optional("eventfork.endpoint").orElse("AWS"),
                                cause.getMessage()),
                cause);
    }
}
