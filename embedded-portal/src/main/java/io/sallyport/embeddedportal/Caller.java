package io.sallyport.embeddedportal;

/**
 * The bastion that sent a request, known by its access token.
 *
 * @param id its id
 * @param group the server group that it is enrolled in
 */
record Caller(String id, String group) {}
