using System.Diagnostics;
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using System.Text.Json.Nodes;
using StavisLive.Core.Configuration;
using StavisLive.Core.Configuration.Editing;
using StavisLive.Core.Configuration.Reading;
using StavisLive.Testing;

namespace StavisLive.Core.Tests.Configuration.Editing;

public sealed class ConfigFileEditorTests : IDisposable
{
    private const string Text = "// the hall\n{ \"source\": { \"synthetic\": true }, \"serve\": { \"tokens\": [{ \"token\": \"${EDITED_TOKEN}\" }] } }\n";

    private const UnixFileMode GroupMayWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edit-");

    public ConfigFileEditorTests()
    {
        Environment.SetEnvironmentVariable("EDITED_TOKEN", "0123456789abcdef-s3cret");
        File.WriteAllText(TheFile, Text);
    }

    private string TheFile => Path.Combine(_folder.FullName, "hall.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task SaveAsync_Edit_KeepsSecretsNamesRightsAndNothingElse()
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(TheFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        await ConfigFileEditor.SaveAsync(TheFile, SetZones);

        Assert.Equal(
            Text.Replace("true }", "true, \"zones\": [{ \"name\": \"door\", \"corners\": [[0, 0], [0.5, 0], [0.5, 1]] }] }", StringComparison.Ordinal),
            await File.ReadAllTextAsync(TheFile));
        Assert.Equal([TheFile], Directory.GetFiles(_folder.FullName));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(TheFile));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task SaveAsync_FileOfSomebodyElse_StaysTheirs()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && await RunAsync("chown", "12345:12346", TheFile) is not null, "Files cannot be given away here.");
        File.SetUnixFileMode(TheFile, GroupMayWrite);

        await ConfigFileEditor.SaveAsync(TheFile, SetZones);

        Assert.Equal("12345:12346", await RunAsync("stat", "-c", "%u:%g", TheFile));
        Assert.Equal(GroupMayWrite, File.GetUnixFileMode(TheFile));
        Assert.Equal("door", Assert.Single(ConfigFile.Load(TheFile).Source.Zones).Name);
    }

    [Fact]
    [SupportedOSPlatform("windows")]
    public async Task SaveAsync_FileThatOthersMayNotRead_StaysSoInAFolderOfEverybody()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Elsewhere files have modes.");
        var everybody = new SecurityIdentifier(WellKnownSidType.WorldSid, null);
        var folder = _folder.GetAccessControl();
        folder.AddAccessRule(new FileSystemAccessRule(
            everybody, FileSystemRights.Read, InheritanceFlags.ObjectInherit | InheritanceFlags.ContainerInherit, PropagationFlags.None, AccessControlType.Allow));
        _folder.SetAccessControl(folder);
        var rules = new FileSecurity();
        rules.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        rules.AddAccessRule(new FileSystemAccessRule(WindowsIdentity.GetCurrent().User!, FileSystemRights.FullControl, AccessControlType.Allow));
        new FileInfo(TheFile).SetAccessControl(rules);

        await ConfigFileEditor.SaveAsync(TheFile, SetZones);

        var after = new FileInfo(TheFile).GetAccessControl(AccessControlSections.Access);
        Assert.True(after.AreAccessRulesProtected);
        var rule = Assert.Single(after.GetAccessRules(true, true, typeof(SecurityIdentifier)).Cast<FileSystemAccessRule>());
        Assert.Equal(WindowsIdentity.GetCurrent().User, rule.IdentityReference);
    }

    [Fact]
    [SupportedOSPlatform("windows")]
    public async Task SaveAsync_FileThatInheritsItsRules_StillDoes()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Elsewhere files have modes.");

        await ConfigFileEditor.SaveAsync(TheFile, SetZones);

        var after = new FileInfo(TheFile).GetAccessControl(AccessControlSections.Access);
        Assert.False(after.AreAccessRulesProtected);
        Assert.Empty(after.GetAccessRules(includeExplicit: true, includeInherited: false, typeof(SecurityIdentifier)));
    }

    [Fact]
    public async Task SaveAsync_Link_StaysOne()
    {
        var link = Path.Combine(_folder.FullName, "link.json");
        File.CreateSymbolicLink(link, "hall.json");

        await ConfigFileEditor.SaveAsync(link, SetZones);

        Assert.Equal("hall.json", new FileInfo(link).LinkTarget);
        Assert.Equal("door", Assert.Single(ConfigFile.Load(TheFile).Source.Zones).Name);
    }

    [Fact]
    public async Task SaveAsync_ManyAtOnce_AllCount()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => ConfigFileEditor.SaveAsync(
            TheFile, text => ConfigEditor.Append(text.Span, "serve.hosts", JsonValue.Create($"host-{number}")))));

        Assert.Equal(20, ConfigFile.Load(TheFile).Serve.Hosts.Count);
    }

    [Fact]
    public async Task SaveAsync_SomebodyElseChangesItMeanwhile_IsRefused()
    {
        var e = await Assert.ThrowsAsync<ConfigException>(() => ConfigFileEditor.SaveAsync(TheFile, text =>
        {
            File.WriteAllText(TheFile, Text + "// me too\n");
            return SetZones(text);
        }));

        Assert.Contains("changed by somebody else", e.Message);
        AssertIsAsItWas(Text + "// me too\n");
    }

    [Fact]
    public async Task SaveAsync_CancelledWhileItIsEdited_LeavesTheFileAsItWas()
    {
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ConfigFileEditor.SaveAsync(TheFile, text =>
        {
            cancel.Cancel();
            return SetZones(text);
        }, cancel.Token));

        AssertIsAsItWas(Text);
    }

    [Theory]
    [InlineData("source.zoness", "[]", "did you mean \"source.zones\"?")]
    [InlineData("source.zones", "1", "is of the wrong kind")]
    [InlineData("serve.pictureRate", "0", "must be 0.1 to 60")]
    public async Task SaveAsync_WhatComesOutIsWrong_IsRefusedWithTheReason(string path, string value, string why)
    {
        var e = await Assert.ThrowsAsync<ConfigException>(() => ConfigFileEditor.SaveAsync(TheFile, text => ConfigEditor.Set(text.Span, path, JsonNode.Parse(value))));

        Assert.Contains(why, e.Message);
        Assert.DoesNotContain("s3cret", e.Message);
        AssertIsAsItWas(Text);
    }

    [Fact]
    public async Task SaveAsync_WhatWasWrongBefore_IsNoReasonToRefuse()
    {
        // Which source it is, the command line says.
        await File.WriteAllTextAsync(TheFile, "{}");

        await ConfigFileEditor.SaveAsync(TheFile, SetZones);

        Assert.Contains("\"zones\"", await File.ReadAllTextAsync(TheFile));
    }

    [Fact]
    public async Task SaveAsync_MissingFile_IsRefused()
    {
        var path = Path.Combine(_folder.FullName, "gone.json");

        await Assert.ThrowsAsync<FileNotFoundException>(() => ConfigFileEditor.SaveAsync(path, SetZones));

        Assert.False(ConfigFileEditor.CanSave(path));
    }

    [Fact]
    public async Task SaveAsync_FolderThatCannotBeWritten_LeavesTheFileAsItWas()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere root can write everything.");
        var path = Path.Combine(UnwritableFolder.Make(_folder.FullName), "hall.json");
        File.Move(TheFile, path);

        await Assert.ThrowsAnyAsync<IOException>(() => ConfigFileEditor.SaveAsync(path, SetZones));

        Assert.False(ConfigFileEditor.CanSave(path));
        Assert.Equal(Text, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public void CanSave_FileThatMayBeWritten_LeavesEverythingAsItWas()
    {
        var written = File.GetLastWriteTimeUtc(TheFile);

        Assert.True(ConfigFileEditor.CanSave(TheFile));

        AssertIsAsItWas(Text);
        Assert.Equal(written, File.GetLastWriteTimeUtc(TheFile));
    }

    private void AssertIsAsItWas(string text)
    {
        Assert.Equal(text, File.ReadAllText(TheFile));
        Assert.Equal([TheFile], Directory.GetFiles(_folder.FullName));
    }

    // What it says; null where it fails.
    private static async Task<string?> RunAsync(string program, params string[] arguments)
    {
        using var child = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return child.ExitCode == 0 ? said.Trim() : null;
    }

    private static byte[] SetZones(ReadOnlyMemory<byte> text) => ConfigEditor.Set(text.Span, "source.zones", JsonNode.Parse(
        """[{"name":"door","corners":[[0,0],[0.5,0],[0.5,1]]}]"""));
}
