package io.eventfork.runtime;

import io.eventfork.provisioning.InvalidResourcesException;
import io.eventfork.provisioning.Resources;
import io.eventfork.runtime.routes.ResourcesRefusedException;
import io.eventfork.runtime.routes.RouteSource;
import io.eventfork.template.CloudFormationTemplate;
import io.eventfork.template.InvalidTemplateException;
import java.io.IOException;
import java.util.Map;

/** Makes a CloudFormation template of the route files, without a cloud. */
public final class CloudTemplate {

    private CloudTemplate() {}

    /**
     * The template for what the route files declare and use.
     *
     * @throws StartException if a file is wrong
     */
    public static CloudFormationTemplate of(Settings settings) {
        RouteSource source = Sources.of(settings);
        ResourceFiles files = ResourceFiles.of(settings);
        try {
            Map<String, Resources> declared = files.readEach(source.resources());
            return CloudFormationTemplate.of(
                    declared, source.routes(), files.naming(), settings.placeholders());
        } catch (ResourcesRefusedException e) {
            throw new StartException(e.file() + ":" + e.line() + ": " + e.getMessage(), e);
        } catch (InvalidResourcesException | InvalidTemplateException | IOException e) {
            throw new StartException(e.getMessage(), e);
        }
    }
}
