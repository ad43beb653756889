using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using StavisLive.Cli.Doctor;

namespace StavisLive.Cli.Commands;

/// <summary><c>doctor</c>: what was found, what is missing, and the command that mends it.</summary>
internal static class DoctorCommand
{
    public static Command Build()
    {
        var json = new Option<bool>("--json") { Description = "Answer as JSON" };
        var command = new Command("doctor", "Tell what is there, what is missing, and the command that mends it") { json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var findings = new List<(ICheck Check, Finding Finding)>();
            foreach (var check in Examination.Checks())
            {
                var finding = await Examination.RunAsync(check, cancellationToken);
                findings.Add((check, finding));
                if (!parsed.GetValue(json)) Show(check, finding);
            }
            var missing = findings.Count(entry => entry.Finding.Verdict == Verdict.Missing);
            if (parsed.GetValue(json)) Console.Out.WriteLine(JsonSerializer.Serialize(AsJson(findings, missing), JsonSerializerOptions.Web));
            else Console.Out.WriteLine(missing == 0 ? "stavis-live can run." : $"stavis-live cannot run before what is missing ({missing}) is there.");
            return missing == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static object AsJson(IReadOnlyList<(ICheck Check, Finding Finding)> findings, int missing) => new
    {
        CanRun = missing == 0,
        Checks = findings.Select(entry => new
        {
            entry.Check.Subject,
            Verdict = Word(entry.Finding.Verdict),
            entry.Finding.Message,
            entry.Finding.Remedy,
        }),
    };

    private static void Show(ICheck check, Finding finding)
    {
        var colour = finding.Verdict switch { Verdict.Ok => "green", Verdict.Warning => "yellow", _ => "red" };
        AnsiConsole.Markup($"[{colour}]{Word(finding.Verdict),-8}[/]");
        Console.Out.WriteLine($"{check.Subject}: {finding.Message}{(finding.Remedy is { } remedy ? $" -> {remedy}" : "")}");
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Warning => "warning",
        _ => "missing",
    };
}
