// Stands in for liblsl: the nine functions that are used, with the signatures of lsl_c.h, which write what they are called with
// into the file LOG. Handles are small numbers that the test finds again there.
#include <stdint.h>
#include <stdio.h>

static void say(const char *format, const char *one, const char *two, double a, double b, double c, double d, double time) {
    FILE *log = fopen(LOG, "a");
    fprintf(log, format, one, two, a, b, c, d, time);
    fclose(log);
}

void *lsl_create_streaminfo(const char *name, const char *type, int32_t channels, double rate, int32_t format, const char *id) {
    say("info %s %s %g %g %g", name, type, channels, rate, format, 0, 0);
    say(" %s%s\n", id, "", 0, 0, 0, 0, 0);
    return (void *)1;
}

void lsl_destroy_streaminfo(void *info) { say("info gone\n", "", "", 0, 0, 0, 0, 0); }

void *lsl_get_desc(void *info) { return info == (void *)1 ? (void *)2 : NULL; }

void *lsl_append_child(void *parent, const char *name) {
    say("child %s%s\n", name, "", 0, 0, 0, 0, 0);
    return (void *)((intptr_t)parent + 1);
}

void *lsl_append_child_value(void *parent, const char *name, const char *value) {
    if (parent == (void *)4) say("value %s %s\n", name, value, 0, 0, 0, 0, 0);
    return parent;
}

void *lsl_create_outlet(void *info, int32_t chunk, int32_t most) {
    say("outlet%s%s %g %g\n", "", "", chunk, most, 0, 0, 0);
    return (void *)77;
}

void lsl_destroy_outlet(void *outlet) { if (outlet == (void *)77) say("outlet gone\n", "", "", 0, 0, 0, 0, 0); }

int32_t lsl_push_sample_ft(void *outlet, const float *sample, double time) {
    if (outlet == (void *)77) say("sample%s%s %.6f %.6f %.6f %g %.6f\n", "", "", sample[0], sample[1], sample[2], sample[3], time);
    return 0;
}

double lsl_local_clock(void) { return 1000; }
