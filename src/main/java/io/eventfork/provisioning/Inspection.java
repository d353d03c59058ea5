package io.eventfork.provisioning;

import java.util.Optional;

/**
 * What a look at one declared resource has shown.
 *
 * @param planned how it compares with its declaration; empty if it could not be looked up
 * @param refusal why it could not be looked up or read; empty if it could
 */
public record Inspection(
        Resource resource, Optional<PlannedResource> planned, Optional<String> refusal) {}
