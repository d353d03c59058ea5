/** Requests and answers of the AWS JSON protocols. */
package io.eventfork.localcloud.json;
