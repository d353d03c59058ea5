/**
 * What a use case needs from the cloud: the model read from {@code resources.yaml}, the physical
 * names, and the provisioner that compares the declaration with the cloud and creates what is
 * missing.
 */
package io.eventfork.provisioning;
