using StavisLive.Evaluation.Datasets.Gaze;

namespace StavisLive.Evaluation.Tests.Datasets.Gaze;

public sealed class GazeFolderTests : IDisposable
{
    private const string Heading = "image,observer,order,x,y,duration_ms\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("gaze-").FullName;

    public GazeFolderTests() => Directory.CreateDirectory(Path.Combine(_folder, "images"));

    [Fact]
    public void Read_Folder_PicturesOfTheSplitInOrderWithTheirFixations()
    {
        Write("images.csv", "image,split,original_width\nosie-2,train,800\nosie-1,train,800\nscene-1,val,256\n");
        Write("fixations.csv", Heading + "osie-1,0,0,0.25,0.5,200\nosie-1,1,0,0.75,0.125,90\nscene-1,0,0,0.5,0.5,100\n");
        Touch("osie-1.jpg", "osie-2.png", "scene-1.jpg");

        var images = GazeFolder.Read(_folder, "train");

        Assert.Equal(["osie-1", "osie-2"], images.Select(image => image.Name));
        Assert.Equal([new Fixation(0, 0, 0.25f, 0.5f, 200), new Fixation(1, 0, 0.75f, 0.125f, 90)], images[0].Fixations);
        Assert.Empty(images[1].Fixations);
        Assert.Equal("osie", images[0].Group);
        Assert.EndsWith("osie-2.png", images[1].Path);
    }

    [Fact]
    public void Read_NoImagesTable_AllThatHaveFixations()
    {
        Write("fixations.csv", Heading + "a,0,0,0.25,0.5,200\n");
        Touch("a.jpg");
        Assert.Equal("", Assert.Single(GazeFolder.Read(_folder)).Split);
    }

    [Theory]
    [InlineData("osie-1001", "osie")]
    [InlineData("IMG_0042", "")]
    public void Group_Name_WhatStandsBeforeItsFirstHyphen(string name, string group) =>
        Assert.Equal(group, new GazeImage(name, name + ".jpg", "val", []).Group);

    [Fact]
    public void Read_GlanceBesideThePicture_LeftOut()
    {
        Write("fixations.csv", Heading + "a,0,0,0.25,0.5,200\na,0,1,1.0,0.5,200\na,0,2,-0.01,0.5,200\n");
        Touch("a.jpg");
        Assert.Single(Assert.Single(GazeFolder.Read(_folder)).Fixations);
    }

    [Theory]
    [InlineData("a,0,0,half,0.5,200", "line 2: \"half\" in column \"x\" is not a number")]
    [InlineData("a,0,0,0.5,NaN,200", "\"NaN\" in column \"y\" is not a number")]
    [InlineData("a,x,0,0.5,0.5,200", "\"x\" in column \"observer\" is not a whole number")]
    [InlineData("a,0,0,0.5,0.5", "line 2: 5 fields instead of 6")]
    public void Read_BadRow_NamesFileLineAndValue(string row, string problem)
    {
        Write("fixations.csv", Heading + row + "\n");
        var error = Assert.Throws<InvalidDataException>(() => GazeFolder.Read(_folder));
        Assert.Contains("fixations.csv", error.Message);
        Assert.Contains(problem, error.Message);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("image,observer,order,x,duration_ms\n", "line 1: there is no column \"y\"")]
    public void Read_BadHeading_SaysSo(string table, string problem)
    {
        Write("fixations.csv", table);
        Assert.Contains(problem, Assert.Throws<InvalidDataException>(() => GazeFolder.Read(_folder)).Message);
    }

    [Fact]
    public void Read_ListedPictureWithoutFile_NamesIt()
    {
        Write("fixations.csv", Heading + "a,0,0,0.5,0.5,200\n");
        Assert.Contains("picture a is listed", Assert.Throws<InvalidDataException>(() => GazeFolder.Read(_folder)).Message);
    }

    [Fact]
    public void Read_UnknownSplit_NamesThoseThatExist()
    {
        Write("images.csv", "image,split\na,train\n");
        Write("fixations.csv", Heading);
        Touch("a.jpg");
        Assert.Contains("has no split \"test\"; it has \"train\"", Assert.Throws<InvalidDataException>(() => GazeFolder.Read(_folder, "test")).Message);
    }

    [Fact]
    public void Read_PictureListedTwice_NamesTheLine()
    {
        Write("images.csv", "image,split\na,train\na,val\n");
        Write("fixations.csv", Heading);
        Assert.Contains("images.csv, line 3", Assert.Throws<InvalidDataException>(() => GazeFolder.Read(_folder)).Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private void Touch(params string[] names)
    {
        foreach (var name in names) File.WriteAllBytes(Path.Combine(_folder, "images", name), []);
    }
}
